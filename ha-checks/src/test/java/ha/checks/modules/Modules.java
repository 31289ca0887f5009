package ha.checks.modules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compiled classes by module.
 *
 * @param classes each module's, by its name
 */
record Modules(Map<String, JavaClasses> classes) {
  Modules {
    classes = Collections.unmodifiableMap(new TreeMap<>(classes));
  }

  /**
   * Of the project at {@code root} what {@code output} (say, target/classes) of each module holds.
   */
  static Modules compiled(Path root, Set<String> modules, String output) {
    Map<String, JavaClasses> classes = new TreeMap<>();
    for (String module : modules) {
      Path directory = root.resolve(module).resolve(output);
      if (Files.isDirectory(directory)) {
        classes.put(module, new ClassFileImporter().importPath(directory));
      }
    }
    return new Modules(classes);
  }

  /** All classes of all modules. */
  Stream<JavaClass> all() {
    return classes.values().stream().flatMap(JavaClasses::stream);
  }

  /** Uses of a module by one that may not know it. */
  List<String> forbiddenImports(Map<String, Set<String>> allowed) {
    Map<String, String> moduleOf = new TreeMap<>();
    classes.forEach((module, its) -> its.forEach(c -> moduleOf.put(c.getName(), module)));
    Set<String> found = new TreeSet<>();
    classes.forEach((module, its) -> {
      for (JavaClass user : its) {
        for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
          JavaClass used = dependency.getTargetClass().getBaseComponentType();
          String other = moduleOf.getOrDefault(used.getName(), module);
          if (!other.equals(module) && !allowed.getOrDefault(module, Set.of()).contains(other)) {
            found.add(module + " may not use " + other + ": " + dependency.getDescription());
          }
        }
      }
    });
    return List.copyOf(found);
  }

  /** Packages of which two modules have a part. */
  List<String> sharedPackages() {
    Map<String, Set<String>> modulesOf = new TreeMap<>();
    classes.forEach((module, its) ->
        its.forEach(
            c -> modulesOf.computeIfAbsent(c.getPackageName(), _ -> new TreeSet<>()).add(module)));
    return modulesOf.entrySet().stream()
        .filter(e -> e.getValue().size() > 1)
        .map(e -> e.getKey() + " is in " + String.join(" and ", e.getValue()))
        .toList();
  }
}
