package ha.checks.modules.samples.left;

import ha.checks.modules.samples.right.Right;

public record Left(Right other) {}
