/** The small HTTP service that the demo keeps available; it must run once. */
@NullMarked
package ha.demo.service;

import org.jspecify.annotations.NullMarked;
