package ha.agents.ocf;

import ha.agents.ClusterPicture;
import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A picture of the cluster in the forms that the programs for scripts read and print. */
final class PictureText {
  private final ClusterPicture picture;

  PictureText(ClusterPicture picture) {
    this.picture = picture;
  }

  /** Lines for the programs: what they search is at the beginning, the rest is the value. */
  String lines() {
    StringBuilder text = new StringBuilder();
    text.append("quorate ").append(picture.quorate() ? 1 : 0).append('\n');
    int id = 0;
    for (Map.Entry<NodeName, Standing> node : picture.nodes().entrySet()) {
      String state = isOnline(node.getValue()) ? "member" : "lost";
      text.append("node ").append(++id).append(' ').append(node.getKey());
      text.append(' ').append(state).append('\n');
    }
    picture
        .attributes()
        .forEach((node, all) ->
            all.forEach((name, value) -> {
              if (!value.contains("\n")) {
                text.append("attribute ").append(node).append(' ').append(name);
                text.append(' ').append(value).append('\n');
              }
            }));
    for (ClusterPicture.Copy copy : picture.copies()) {
      text.append("copy ").append(copy.base()).append(' ').append(copy.node());
      text.append(' ').append(role(copy)).append('\n');
    }
    return text.toString();
  }

  /**
   * What {@code crm_mon --output-as=xml} prints, as far as scripts look at it: nodes and resources,
   * one to a line, attributes in the order of Pacemaker 2.1, since scripts compare lines.
   */
  String xml() {
    List<String> lines = new ArrayList<>();
    lines.add("<?xml version=\"1.0\"?>");
    lines.add("<pacemaker-result api-version=\"2.25\" request=\"crm_mon -1 --output-as=xml\">");
    lines.add("  <nodes>");
    int id = 0;
    for (Map.Entry<NodeName, Standing> node : picture.nodes().entrySet()) {
      lines.add(node(++id, node.getKey(), node.getValue()));
    }
    lines.add("  </nodes>");
    lines.add("  <resources>");
    picture.copies().forEach(c -> lines.add(resource(c)));
    lines.add("  </resources>");
    lines.add("  <status code=\"0\" message=\"OK\"/>");
    lines.add("</pacemaker-result>");
    return String.join("\n", lines) + "\n";
  }

  private String node(int id, NodeName name, Standing standing) {
    long running = picture.copies().stream().filter(c -> c.node().equals(name)).count();
    String standby = picture.attribute(name, "standby").orElse("off");
    return "    <node name=\"%s\" id=\"%d\" online=\"%b\" standby=\"%b\" standby_onfail=\"false\""
            .formatted(name, id, isOnline(standing), standby.matches("on|true|yes|1"))
        + " maintenance=\"false\" pending=\"false\" unclean=\"%b\" shutdown=\"%b\""
            .formatted(standing == Standing.LOST, standing == Standing.LEAVING)
        + " expected_up=\"%b\" is_dc=\"%b\" resources_running=\"%d\" type=\"member\"/>"
            .formatted(
                isOnline(standing), picture.leader().filter(name::equals).isPresent(), running);
  }

  private static String resource(ClusterPicture.Copy copy) {
    return "    <resource id=\"%s\" resource_agent=\"%s\" role=\"%s\" active=\"true\""
            .formatted(copy.base(), copy.agent(), role(copy))
        + " orphaned=\"false\" blocked=\"false\" managed=\"true\" failed=\"%b\""
            .formatted(copy.failed())
        + " failure_ignored=\"false\" nodes_running_on=\"1\"><node name=\"%s\" cached=\"true\"/>"
            .formatted(copy.node())
        + "</resource>";
  }

  private static String role(ClusterPicture.Copy copy) {
    return copy.promoted() ? "Promoted" : "Started";
  }

  private static boolean isOnline(Standing standing) {
    return standing == Standing.MEMBER || standing == Standing.LEAVING;
  }
}
