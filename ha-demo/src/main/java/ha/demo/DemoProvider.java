package ha.demo;

import ha.cli.Context;
import ha.cli.HactlCommand;
import java.util.List;
import java.util.concurrent.Callable;

/** Offers {@code demo} to {@code hactl}. */
public final class DemoProvider implements HactlCommand {
  @Override
  public List<String> names() {
    return List.of("demo");
  }

  @Override
  public Callable<Integer> create(Context context) {
    return new DemoCommand(context);
  }
}
