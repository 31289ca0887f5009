/**
 * O2CB, the cluster stack of OCFS2 inside the kernel: which nodes there are, and after what silence
 * on the disk one of them counts as dead (o2cb(7)).
 */
@NullMarked
package ha.agents.o2cb;

import org.jspecify.annotations.NullMarked;
