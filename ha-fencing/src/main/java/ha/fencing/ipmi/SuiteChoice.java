package ha.fencing.ipmi;

import ha.fencing.ipmi.wire.CipherSuite;
import java.util.List;
import java.util.Optional;

/** Which cipher suites a definition allows. */
public enum SuiteChoice {
  /** 17, and 3 only after the BMC explicitly refused 17. */
  AUTO,
  ONLY_17,
  ONLY_3;

  /** The choice that a definition spells {@code auto}, {@code 17} or {@code 3}. */
  static Optional<SuiteChoice> parse(String text) {
    return switch (text.strip()) {
      case "auto" -> Optional.of(AUTO);
      case "17" -> Optional.of(ONLY_17);
      case "3" -> Optional.of(ONLY_3);
      default -> Optional.empty();
    };
  }

  /** The allowed suites, the one that worked last on this BMC first. */
  List<CipherSuite> inOrder(Optional<CipherSuite> remembered) {
    return switch (this) {
      case ONLY_17 -> List.of(CipherSuite.SUITE_17);
      case ONLY_3 -> List.of(CipherSuite.SUITE_3);
      case AUTO ->
          remembered.equals(Optional.of(CipherSuite.SUITE_3))
              ? List.of(CipherSuite.SUITE_3, CipherSuite.SUITE_17)
              : List.of(CipherSuite.SUITE_17, CipherSuite.SUITE_3);
    };
  }
}
