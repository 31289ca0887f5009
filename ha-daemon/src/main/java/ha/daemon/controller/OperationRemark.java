package ha.daemon.controller;

import ha.model.ResourceId;

/** What people should hear of an operation beside its result. */
public sealed interface OperationRemark {
  /** The monitor timed out, which is no failure yet, and was asked again. */
  record TimedOut(ResourceId resource, String reason) implements OperationRemark {}

  /** It succeeded, but took more than usual: force, or a second look. */
  record Unusual(ResourceId resource, String operation, String text) implements OperationRemark {}
}
