package ha.api;

import java.util.Optional;

/**
 * New definitions.
 *
 * @param file name for positions in findings and reasons
 * @param yaml the whole file
 * @param dryRun check, compare and plan only
 * @param base revision that the caller looked at; refused with {@link ApiError.Kind#CONFLICT} if
 *     another is in force; absent: any
 * @param reason why, in the operator's words
 */
public record ApplyRequest(
    String file, String yaml, boolean dryRun, Optional<Long> base, String reason) {}
