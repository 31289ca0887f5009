package ha.agents.filesystem;

import ha.model.MonoTime;
import ha.model.ResourceId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Since when file systems have not answered. Thread-safe. */
final class Silences {
  private final Map<ResourceId, MonoTime> since = new ConcurrentHashMap<>();

  /** One more probe without an answer, begun at {@code began}; how long it has lasted by now. */
  Duration goesOn(ResourceId resource, MonoTime began, MonoTime now) {
    MonoTime first = since.putIfAbsent(resource, began);
    return now.since(first == null ? began : first);
  }

  void over(ResourceId resource) {
    since.remove(resource);
  }
}
