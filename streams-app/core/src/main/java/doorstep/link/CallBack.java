// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.event.Commitment;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * A call-back, with the keys of the link entries that it follows from.
 *
 * @param opening of the bad rating
 * @param closing of the follow-up visit or rating that ended it
 * @param second of the rating that tells whether it helped
 */
public record CallBack(Commitment commitment, Bytes opening, Optional<Bytes> closing, Optional<Bytes> second) {}
