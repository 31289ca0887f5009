/**
 * The distributed lock manager that GFS2 needs: the daemon {@code dlm_controld}, which works on top
 * of a Corosync that runs beside this cluster and only carries its messages.
 */
@NullMarked
package ha.agents.dlm;

import org.jspecify.annotations.NullMarked;
