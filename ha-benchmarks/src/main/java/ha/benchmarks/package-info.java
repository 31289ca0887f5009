/** What is measured with JMH; {@code bin/bench} runs it. */
@NullMarked
package ha.benchmarks;

import org.jspecify.annotations.NullMarked;
