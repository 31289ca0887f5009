package ha.fencing.device;

import java.util.List;

/** What came of building a device from its definition. */
public sealed interface DeviceBuild {
  /** A device that can be used; warnings say what is legal but unwise. */
  record Built(FenceDevice device, List<String> warnings) implements DeviceBuild {
    public Built {
      warnings = List.copyOf(warnings);
    }
  }

  /** The definition cannot be used; each problem says where, what was expected and what to do. */
  record Rejected(List<String> problems) implements DeviceBuild {
    public Rejected {
      problems = List.copyOf(problems);
    }
  }
}
