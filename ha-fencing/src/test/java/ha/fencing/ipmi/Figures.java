package ha.fencing.ipmi;

import ha.fencing.Programs;
import ha.fencing.agent.AgentPrograms;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceResult;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.fencing.ipmi.sim.PowerSwitch;
import ha.fencing.ipmi.wire.Codes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what docs/FENCING.md states: run with the module's test class path; arguments choose
 * from {@code off}, {@code sim}, {@code slow}, {@code dead}, {@code faults}, {@code loss}, {@code
 * agents} (default: all).
 */
final class Figures {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Figures() {}

  public static void main(String[] args) throws Exception {
    List<String> chosen =
        args.length == 0
            ? List.of("off", "sim", "slow", "dead", "faults", "loss", "agents")
            : List.of(args);
    Path directory = Files.createTempDirectory("figures");
    for (String what : chosen) {
      switch (what) {
        case "off" -> off(directory);
        case "sim" -> ipmiSim(directory);
        case "slow" -> slow(directory);
        case "dead" -> dead(directory);
        case "faults" -> faults(directory);
        case "loss" -> loss(directory);
        case "agents" -> agents();
        default -> System.err.println("unknown figure " + what);
      }
    }
  }

  private static void off(Path directory) {
    long from = System.nanoTime();
    Ipmi.warmUp(LIMIT);
    System.out.printf("warm-up of a cold process: %d ms%n", millis(from));
    for (SuiteChoice suite : List.of(SuiteChoice.ONLY_17, SuiteChoice.ONLY_3)) {
      try (Rig rig = new Rig(directory)) {
        times(
            "off verified, simulated BMC, " + suite,
            rig.device(rig.settings("admin").with(suite)),
            100);
      }
    }
  }

  private static void ipmiSim(Path directory) throws Exception {
    try (Rig rig = new Rig(directory);
        IpmiSim sim = IpmiSim.of(directory.resolve("sim"), rig.power)) {
      times(
          "off verified, ipmi_sim",
          rig.device(IpmiSettings.of("127.0.0.1", sim.port(), "admin", rig.passwordFile)),
          40);
      for (int wait : new int[] {0, 2}) {
        List<Long> took = new ArrayList<>();
        String keys = agentKeys(sim.port(), wait);
        for (int i = 0; i < 5; i++) {
          Programs.run(keys + "action=on\n", "fence_ipmilan");
          long from = System.nanoTime();
          Programs.run(keys + "action=off\n", "fence_ipmilan");
          took.add(millis(from));
        }
        print("off, fence_ipmilan power_wait=" + wait + ", ipmi_sim", took, 5);
      }
    }
  }

  /** Power that takes three seconds to read or to switch. */
  private record SlowPower(PowerSwitch power) implements PowerSwitch {
    @Override
    public void powerOff() {
      delay();
      power.powerOff();
    }

    @Override
    public void powerOn() {
      delay();
      power.powerOn();
    }

    @Override
    public boolean isOn() {
      delay();
      return power.isOn();
    }

    private static void delay() {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
    }
  }

  /** Each command takes ipmi_sim three seconds: ours and the others, three times each. */
  private static void slow(Path directory) throws Exception {
    for (int i = 0; i < 9; i++) {
      try (Rig rig = new Rig(directory);
          IpmiSim sim = IpmiSim.of(directory.resolve("slow" + i), new SlowPower(rig.power))) {
        long from = System.nanoTime();
        String how =
            switch (i % 3) {
              case 0 -> {
                IpmiSettings settings =
                    IpmiSettings.of("127.0.0.1", sim.port(), "admin", rig.passwordFile)
                        .with(SuiteChoice.ONLY_3);
                yield "ours: " + rig.device(settings).off(Rig.TARGET, Deadline.after(LIMIT));
              }
              case 1 -> "ipmitool, not read back: " + ipmitool(sim.port(), rig.passwordFile);
              default ->
                  "fence_ipmilan: "
                      + Programs.run(agentKeys(sim.port(), 2) + "action=off\n", "fence_ipmilan")
                          .code();
            };
        System.out.printf(
            "ipmi_sim, 3 s a command: %d ms, %s, switched off %d times, power %s%n",
            millis(from), how, rig.power.offs(), rig.power.isOn() ? "on" : "off");
      }
    }
  }

  private static int ipmitool(int port, Path secret) throws Exception {
    String[] command =
        "ipmitool -I lanplus -C 3 -H 127.0.0.1 -p %d -U admin -f %s chassis power off"
            .formatted(port, secret)
            .split(" ", -1);
    return Programs.run("", command).code();
  }

  private static String agentKeys(int port, int wait) {
    return String.join(
        "\n",
        "ip=127.0.0.1",
        "ipport=" + port,
        "username=admin",
        "password=" + Rig.PASSWORD,
        "lanplus=1",
        "cipher=3",
        "power_wait=" + wait,
        "");
  }

  private static void times(String name, IpmiDevice device, int count) {
    List<Long> took = new ArrayList<>();
    int right = 0;
    for (int i = 0; i < count; i++) {
      device.on(Rig.TARGET, Deadline.after(LIMIT));
      long from = System.nanoTime();
      FenceResult result = device.off(Rig.TARGET, Deadline.after(LIMIT));
      took.add(millis(from));
      right += result.off() ? 1 : 0;
    }
    print(name, took, right);
  }

  private static void dead(Path directory) {
    try (Rig rig = new Rig(directory)) {
      rig.faults(BmcFaults.deadOne());
      IpmiSettings patient = rig.settings("admin").withTimes(LIMIT, LIMIT, Duration.ZERO);
      for (int seconds : new int[] {2, 5}) {
        long from = System.nanoTime();
        FenceResult result =
            rig.device(patient).off(Rig.TARGET, Deadline.after(Duration.ofSeconds(seconds)));
        System.out.printf(
            "dead BMC, deadline %d s: %d ms, %s%n", seconds, millis(from), result.cause());
      }
    }
  }

  /** The rows of the table of faults, three times each. */
  private static void faults(Path directory) {
    Duration seconds8 = Duration.ofSeconds(8);
    row(directory, "wrong password", BmcFaults.NONE.edit().wrongPassword(true).done(), LIMIT);
    row(directory, "no session free", BmcFaults.NONE.edit().sessionLimit(0).done(), seconds8);
    row(
        directory,
        "cannot act (0xFF)",
        BmcFaults.NONE.edit().chassisCompletion(Codes.UNSPECIFIED).done(),
        seconds8);
    row(directory, "lying, 8 s", BmcFaults.lyingOne(), seconds8);
    row(
        directory,
        "drops after 6 s",
        BmcFaults.NONE.edit().powerDropDelay(Duration.ofSeconds(6)).restartDrop(true).done(),
        LIMIT);
    row(
        directory,
        "each command takes 3 s",
        BmcFaults.NONE.edit().commandTime(Duration.ofSeconds(3)).done(),
        LIMIT);
    row(
        directory,
        "each command takes 3 s, no pings",
        BmcFaults.NONE.edit().commandTime(Duration.ofSeconds(3)).pingless(true).done(),
        LIMIT);
    busy(directory);
    for (String user : List.of("nobody", "viewer")) {
      try (Rig rig = new Rig(directory)) {
        long from = System.nanoTime();
        FenceResult result = rig.device(rig.settings(user)).off(Rig.TARGET, Deadline.after(LIMIT));
        System.out.printf("user %s: %d ms, %s%n", user, millis(from), result);
      }
    }
  }

  private static void busy(Path directory) {
    for (int i = 0; i < 3; i++) {
      try (Rig rig = new Rig(directory)) {
        rig.bmc.busyFor(5);
        long from = System.nanoTime();
        FenceResult result = rig.off(LIMIT);
        System.out.printf("node busy five times: %d ms, %s%n", millis(from), result);
      }
    }
  }

  private static void row(Path directory, String name, BmcFaults faults, Duration limit) {
    for (int i = 0; i < 3; i++) {
      try (Rig rig = new Rig(directory)) {
        rig.faults(faults);
        long from = System.nanoTime();
        FenceResult result = rig.off(limit);
        System.out.printf(
            "%s: %d ms, %s, switched off %d times, power %s%n",
            name, millis(from), result, rig.power.offs(), rig.power.isOn() ? "on" : "off");
      }
    }
  }

  private static void loss(Path directory) {
    for (int percent : new int[] {10, 30, 50}) {
      int count = percent == 50 ? 12 : 40;
      List<Long> took = new ArrayList<>();
      Map<String, Integer> causes = new TreeMap<>();
      int right = 0;
      for (int seed = 1; seed <= count; seed++) {
        try (Rig rig = new Rig(directory, seed)) {
          rig.faults(BmcFaults.losing(percent));
          Deadline deadline = Deadline.after(LIMIT);
          long from = System.nanoTime();
          FenceResult off = rig.device().off(Rig.TARGET, deadline);
          FenceResult on = off.off() ? rig.device().on(Rig.TARGET, deadline) : off;
          took.add(millis(from));
          right += off.off() && on.success() ? 1 : 0;
          causes.merge(off.cause() + "/" + on.cause(), 1, Integer::sum);
          if (off.off() && rig.power.offs() == 0) {
            throw new AssertionError("off was told and never happened");
          }
        }
      }
      print("off, verified, on, verified; loss " + percent + " % each way " + causes, took, right);
    }
  }

  private static void agents() {
    AgentPrograms programs = new AgentPrograms(AgentPrograms.DIRECTORIES);
    long from = System.nanoTime();
    List<String> silent =
        programs.names().stream().filter(n -> programs.metadata(n).isEmpty()).toList();
    System.out.printf(
        "agents: %d, without readable metadata %s, %d ms%n",
        programs.names().size(), silent, millis(from));
  }

  private static long millis(long from) {
    return (System.nanoTime() - from) / 1_000_000;
  }

  private static void print(String name, List<Long> took, int right) {
    List<Long> sorted = took.stream().sorted().toList();
    System.out.printf(
        "%s: %d of %d right; ms min %d, median %d, 95 %% %d, max %d%n",
        name,
        right,
        sorted.size(),
        sorted.getFirst(),
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 95 / 100),
        sorted.getLast());
  }
}
