package ha.checks.tidy;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import ha.checks.Project;
import ha.checks.ProjectFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A Java file has at most 500 lines, a method (or initializer) at most 60. */
final class JavaLengthsRule implements Rule {
  private static final int FILE_MAX = 500;
  private static final int METHOD_MAX = 60;

  @Override
  public Stream<Finding> check(Project project) {
    List<ProjectFile> sources = project.ending(".java").toList();
    if (sources.isEmpty()) {
      return Stream.empty();
    }
    return Stream.concat(sources.stream().flatMap(JavaLengthsRule::length), methods(sources));
  }

  private static Stream<Finding> length(ProjectFile file) {
    int lines = file.lines().size();
    return lines <= FILE_MAX
        ? Stream.empty()
        : Stream.of(Finding.in(file, lines + " lines, at most " + FILE_MAX + "; split it"));
  }

  private static Stream<Finding> methods(List<ProjectFile> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Finding> found = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Path[] paths = sources.stream().map(ProjectFile::location).toArray(Path[]::new);
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, _ -> {}, null, null, files.getJavaFileObjects(paths));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      int next = 0;
      for (CompilationUnitTree unit : task.parse()) {
        new LongMethods(sources.get(next), unit, positions, found).scan(unit, null);
        next++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot parse the sources", e);
    }
    return found.stream();
  }

  /** Collects what is too long in one file. */
  private static final class LongMethods extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final ProjectFile file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Finding> found;

    LongMethods(
        ProjectFile file,
        CompilationUnitTree unit,
        SourcePositions positions,
        List<Finding> found) {
      this.file = file;
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      measure(method, method.getName().contentEquals("<init>") ? "constructor" : "method");
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      for (Tree member : type.getMembers()) {
        if (member instanceof BlockTree) {
          measure(member, "initializer");
        }
      }
      return super.visitClass(type, null);
    }

    private void measure(Tree tree, String what) {
      long first = line(positions.getStartPosition(unit, tree));
      long last = line(positions.getEndPosition(unit, tree));
      long lines = last - first + 1;
      if (lines > METHOD_MAX) {
        found.add(
            Finding.at(
                file,
                Math.toIntExact(first),
                what + " of " + lines + " lines, at most " + METHOD_MAX + "; split it"));
      }
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
