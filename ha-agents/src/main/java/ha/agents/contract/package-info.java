/**
 * What every agent has to do, as checks that can be run against any of them: in tests of built-in
 * agents and of plugins, and by {@code hactl agents test} with the real thing.
 */
@NullMarked
package ha.agents.contract;

import org.jspecify.annotations.NullMarked;
