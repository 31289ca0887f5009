package ha.checks.modules.samples.low;

import ha.checks.modules.samples.high.Above;

record ReachesUp(Above above) {}
