package ha.checks.modules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.Set;

/** What classes may not do. */
final class CodeRules {
  private CodeRules() {}

  /** Code that decides: same input, same result, on every machine, at any time. */
  static final String[] PURE = {
    // Not ha.policy.cib, which reads files of others.
    "ha.policy",
    "ha.policy.action..",
    "ha.policy.clone..",
    "ha.policy.colocation..",
    "ha.policy.explain..",
    "ha.policy.fencing..",
    "ha.policy.graph..",
    "ha.policy.history..",
    "ha.policy.location..",
    "ha.policy.migration..",
    "ha.policy.options..",
    "ha.policy.ordering..",
    "ha.policy.placement..",
    "ha.policy.probe..",
    "ha.policy.promotion..",
    "ha.policy.report..",
    "ha.policy.situation..",
    "ha.policy.ticket..",
    "ha.policy.utilization..",
    "ha.policy.whatif..",
    "ha.policy.why..",
    "ha.membership.agreement..",
    "ha.daemon.controller..",
    "ha.model.definition..",
    "ha.model.snapshot..",
    "ha.model.plan..",
    "ha.model.ledger.."
  };

  /**
   * Code that may wait by sleeping: at a terminal, or on a virtual thread of its own for a process
   * that nothing announces.
   */
  static final String[] EDGES = {
    "ha.demo..",
    "ha.cli..",
    "ha.agents.command..",
    "ha.agents.dummy..",
    "ha.agents.executor..",
    "ha.agents.process..",
    "ha.daemon.runtime..",
    "ha.fencing.agent..",
    "ha.fencing.disk..",
    "ha.fencing.ipmi..",
    "ha.fencing.watchdog..",
    "ha.e2e.."
  };

  private static final Set<String> IN_MEMORY =
      Set.of(
          "Serializable",
          "IOException",
          "UncheckedIOException",
          "Reader",
          "StringReader",
          "Writer",
          "StringWriter",
          "InputStream",
          "ByteArrayInputStream",
          "OutputStream",
          "ByteArrayOutputStream");

  private static final Set<String> OF_THIS_PROCESS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.identityHashCode",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.Collection.parallelStream");

  private static final Set<String> OUTSIDE_PACKAGES =
      Set.of(
          "java.nio.",
          "java.net",
          "java.util.concurrent.",
          "java.util.logging",
          "org.slf4j",
          "ch.qos.logback");

  // Their order of iteration differs from one JVM to the next.
  private static final Set<String> SALTED =
      Set.of(
          "java.util.Map.copyOf",
          "java.util.Set.copyOf",
          "java.util.Map.ofEntries",
          "java.util.stream.Collectors.toUnmodifiableMap",
          "java.util.stream.Collectors.toUnmodifiableSet");

  /** No threads, clocks, files, sockets, chance or logs in {@code packages}. */
  static ArchRule pure(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat(OUTSIDE_WORLD)
        .orShould()
        .accessTargetWhere(IMPURE)
        .as("pure code touches no thread, clock, file, socket, random number or log")
        .because("the simulator drives it in virtual time and each run must repeat")
        .allowEmptyShould(true);
  }

  /** No order of iteration in {@code packages} that changes from one run to the next. */
  static ArchRule ordered(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .accessTargetWhere(names("copies into a collection of random order", SALTED))
        .as("pure code keeps its collections in an order")
        .because("plans are the same bytes on every JVM; take TreeMap or LinkedHashMap")
        .allowEmptyShould(true);
  }

  /** Java's own serialization, which runs code that the sender chooses. */
  static ArchRule noDeserialization() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .because("whoever can send bytes would run code here")
        .allowEmptyShould(true);
  }

  /** Waiting by sleeping, except in {@code edges}. */
  static ArchRule noSleep(String... edges) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(edges)
        .should()
        .accessTargetWhere(
            names("sleep", Set.of("java.lang.Thread.sleep", "java.util.concurrent.TimeUnit.sleep")))
        .because("timers and Awaitility end when the thing awaited has happened")
        .allowEmptyShould(true);
  }

  /** Packages below {@code ha} that need each other in a circle. */
  static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
  }

  private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD =
      describe("belong to the outside world", CodeRules::isOutside);

  private static final DescribedPredicate<JavaAccess<?>> IMPURE =
      describe(
          "asks this process, the clock or chance",
          access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            boolean clock = owner.startsWith("java.time.") && target.getName().equals("now");
            boolean chance =
                target instanceof AccessTarget.ConstructorCallTarget constructor
                    && owner.equals("java.util.Random")
                    && constructor.getRawParameterTypes().isEmpty();
            boolean shuffle =
                target instanceof AccessTarget.MethodCallTarget method
                    && method.getFullName().equals("java.util.Collections.shuffle(java.util.List)");
            return clock || chance || shuffle || isNamed(OF_THIS_PROCESS, target);
          });

  private static boolean isOutside(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    String name = element.getName();
    return switch (element.getPackageName()) {
      case "java.io" -> !IN_MEMORY.contains(element.getSimpleName());
      case "java.lang" ->
          Set.of("Thread", "ThreadLocal", "Process", "ProcessBuilder", "Runtime", "System$Logger")
              .contains(name.replaceFirst("^java\\.lang\\.", ""));
      case "java.util" -> Set.of("java.util.Timer", "java.util.Date").contains(name);
      case "java.time" -> name.equals("java.time.Clock");
      case "java.security" -> name.equals("java.security.SecureRandom");
      case "java.util.concurrent" -> !name.equals("java.util.concurrent.TimeUnit");
      case "java.nio", "java.nio.charset" -> false;
      case String other -> OUTSIDE_PACKAGES.stream().anyMatch(other::startsWith);
    };
  }

  private static DescribedPredicate<JavaAccess<?>> names(String description, Set<String> names) {
    return describe(description, access -> isNamed(names, access.getTarget()));
  }

  private static boolean isNamed(Set<String> names, AccessTarget target) {
    return names.contains(target.getOwner().getName() + "." + target.getName());
  }
}
