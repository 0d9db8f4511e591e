// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record of a topic of figures.
 *
 * @param value empty: the row is deleted
 * @param asOf the minute that the figures speak of; empty if another program sent the record
 */
public record RowRecord(String key, Optional<SpecificRecord> value, Optional<Instant> asOf) {}
