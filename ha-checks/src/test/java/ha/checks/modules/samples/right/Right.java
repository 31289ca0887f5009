package ha.checks.modules.samples.right;

import ha.checks.modules.samples.left.Left;

public record Right(Left other) {}
