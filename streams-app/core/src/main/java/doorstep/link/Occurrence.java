// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.event.Commitment;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * A duty as it counts, once or, if it comes back, one time out of several; with the keys of the link entries that it
 * follows from.
 *
 * @param opening of the visit that opened it; absent for the first one, which the duty's own record opens
 * @param ending of the visit that ended it
 */
public record Occurrence(Commitment commitment, Optional<Bytes> opening, Optional<Bytes> ending) {}
