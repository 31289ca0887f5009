package ha.daemon.controller;

import ha.api.ProgressPage.Kind;
import ha.api.ProgressPage.ProgressEvent;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Effects of one step, in the order wanted. */
final class Step {
  private final List<ControllerEffect> effects = new ArrayList<>();

  List<ControllerEffect> effects() {
    return effects;
  }

  void add(ControllerEffect effect) {
    effects.add(effect);
  }

  void send(NodeName to, ControllerMessage message) {
    add(new ControllerEffect.Send(to, message));
  }

  void say(String sentence) {
    add(new ControllerEffect.Say(sentence));
  }

  void progress(
      Instant at,
      Kind kind,
      Optional<ResourceId> resource,
      Optional<NodeName> node,
      String text,
      String detail) {
    add(new ControllerEffect.Progress(new ProgressEvent(at, kind, resource, node, text, detail)));
  }
}
