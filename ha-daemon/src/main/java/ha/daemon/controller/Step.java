package ha.daemon.controller;

import ha.model.NodeName;
import java.util.ArrayList;
import java.util.List;

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
}
