// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.cluster.ClusterException;
import doorstep.cluster.ValueReader;
import doorstep.family.Family;
import doorstep.rows.RowChange;
import doorstep.tally.Tally;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.SchemaRegistry;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes the records of one topic of figures. Not thread-safe. */
public final class RowDecoder {
    private final Family family;
    private final RowKeys keys;
    private final ValueReader<SpecificRecord> values;
    private final SkippedRecords skipped;
    private final Predicate<RowChange> kept;

    /** Of all rows. */
    public RowDecoder(Family family, SchemaRegistry registry) {
        this(family, registry, new SkippedRecords(), row -> true);
    }

    /** @param kept which rows are wanted, by their keys; values of others are not decoded, which takes most of the time */
    RowDecoder(Family family, SchemaRegistry registry, SkippedRecords skipped, Predicate<RowChange> kept) {
        this.family = family;
        keys = new RowKeys(family.code());
        values = new ValueReader<>(family.topic(), registry);
        this.skipped = skipped;
        this.kept = kept;
    }

    /**
     * The row of a record, with the tally zero if it is not wanted. Empty for a record that is not a row.
     *
     * @throws ClusterException if the registry does not know the schema of the value
     */
    public Optional<RowChange> decode(ConsumerRecord<byte[], byte[]> record) {
        Optional<ParsedKey> key = record.key() == null ? Optional.empty() : keys.parse(record.key());
        if (key.isEmpty()) {
            skipped.add(record, "its key is not that of a row");
            return Optional.empty();
        }
        RowChange deleted = key.get().with(Tally.ZERO);
        return record.value() == null || !kept.test(deleted)
                ? Optional.of(deleted)
                : tally(record).map(key.get()::with);
    }

    private Optional<Tally> tally(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(family.tally(values.read(record)));
        } catch (UnreadableException e) {
            skipped.add(record, "its value is not one of this topic (" + e.getMessage() + ")");
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            skipped.add(record, "its value is not a row (" + e.getMessage() + ")");
        }
        return Optional.empty();
    }
}
