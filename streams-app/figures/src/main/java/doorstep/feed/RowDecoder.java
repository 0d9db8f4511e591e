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
public final class RowDecoder implements ChangeDecoder {
    private final Family family;
    private final RowKeys keys;
    private final ValueReader<SpecificRecord> values;
    private final SkippedRecords skipped;
    private final Predicate<RowChange> kept;

    /** Of all rows. */
    public RowDecoder(Family family, SchemaRegistry registry) {
        this(family, registry, new SkippedRecords(), row -> true);
    }

    /** @param kept which rows are wanted, by their keys; others are dropped before their values are decoded */
    RowDecoder(Family family, SchemaRegistry registry, SkippedRecords skipped, Predicate<RowChange> kept) {
        this.family = family;
        keys = new RowKeys(family.code());
        values = new ValueReader<>(family.topic(), registry);
        this.skipped = skipped;
        this.kept = kept;
    }

    /**
     * The row of a record. Empty for a record that is not a row, or not a wanted one.
     *
     * @throws ClusterException if the registry does not know the schema of the value
     */
    public Optional<RowChange> decode(ConsumerRecord<byte[], byte[]> record) {
        return keyOf(record).flatMap(key -> decode(key, record));
    }

    @Override
    public Optional<Undecoded> read(ConsumerRecord<byte[], byte[]> record) {
        return keyOf(record).map(key -> () -> decode(key, record));
    }

    /** The key of a wanted row; empty for other records. */
    private Optional<ParsedKey> keyOf(ConsumerRecord<byte[], byte[]> record) {
        Optional<ParsedKey> key = record.key() == null ? Optional.empty() : keys.parse(record.key());
        if (key.isEmpty()) {
            skipped.add(record, "its key is not that of a row");
        }
        return key.filter(it -> kept.test(it.with(Tally.ZERO)));
    }

    /**
     * The row of a record whose key is known. Empty if the value is not that of a row.
     *
     * @throws ClusterException if the registry does not know the schema of the value
     */
    private Optional<RowChange> decode(ParsedKey key, ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null
                ? Optional.of(key.with(Tally.ZERO))
                : tally(record).map(key::with);
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
