// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.decode.Decoders;
import doorstep.decode.Reason;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.AvroWriter;
import doorstep.wire.KeyPartition;
import doorstep.wire.MissingFields;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * Repairs refused records of one topic so that the pipeline accepts them, if possible. It uses the pipeline's own
 * decoder to get a verdict on exactly the bytes that would be sent. A fix is applied only to records that need it; a
 * record that needs none keeps its bytes. Not thread-safe.
 */
final class RecordRepairer {
    private final Topic topic;
    private final TopicNames names;
    private final SchemaRegistry registry;
    private final int partitions;
    private final Fixes fixes;
    private final Decoder<?> decoder;
    private final MissingFields missingFields;
    private final AvroReader<SpecificRecord> reader;
    private AvroWriter<SpecificRecord> writer;

    RecordRepairer(Topic topic, TopicNames names, SchemaRegistry registry, DecodeLimits limits, Fixes fixes) {
        this.topic = topic;
        this.names = names;
        this.registry = registry;
        this.partitions = limits.partitions();
        this.fixes = fixes;
        decoder = Decoders.of(topic, registry, limits);
        missingFields = new MissingFields(topic, registry);
        reader = new AvroReader<>(MissingFields.filled(topic, fixes.fillings(topic)), registry);
    }

    /**
     * @param key may be null
     * @param value may be null
     * @param appendMs when the broker will append it
     */
    Repaired repair(byte[] key, byte[] value, long appendMs) {
        Decoded verdict = verdict(key, value, appendMs);
        List<String> missing = isIncompatible(verdict) ? missingFields.of(value) : List.of();
        Optional<SpecificRecord> decoded = fixes.all().isEmpty() || value == null ? Optional.empty() : decode(value);
        if (decoded.isEmpty()) {
            return repaired(key, value, withMissing(verdict, missing), Set.of());
        }
        SpecificRecord record = decoded.get();
        Set<Fix> used = new LinkedHashSet<>();
        missing.forEach(field -> fixes.setting(field).ifPresent(used::add));
        used.addAll(fixes.replaceIn(record));
        byte[] newKey = key;
        byte[] newValue = value;
        if (!used.isEmpty()) {
            newValue = encode(record);
            verdict = verdict(newKey, newValue, appendMs);
        }
        while (verdict instanceof Decoded.Refused refused) {
            Optional<Fix> fix = fixes.against(refused);
            if (fix.isEmpty() || !used.add(fix.get())) {
                break;
            }
            if (fix.get().isKeyFromId()) {
                newKey = idOf(record);
            } else {
                Fixes.set(fix.get(), record);
                newValue = encode(record);
            }
            verdict = verdict(newKey, newValue, appendMs);
        }
        return repaired(newKey, newValue, verdict, used);
    }

    private Repaired repaired(byte[] key, byte[] value, Decoded verdict, Set<Fix> used) {
        return verdict instanceof Decoded.Refused refused
                ? new Repaired.Refused(refused)
                : new Repaired.Ready(key, value, partitionOf(key), used);
    }

    private Decoded verdict(byte[] key, byte[] value, long appendMs) {
        return decoder.parse(key, value, partitionOf(key), appendMs);
    }

    /** The partition that the pipeline expects: this repairs WRONG_PARTITION. */
    private int partitionOf(byte[] key) {
        return key == null ? 0 : KeyPartition.of(key, partitions);
    }

    private static boolean isIncompatible(Decoded verdict) {
        return verdict instanceof Decoded.Refused refused && refused.reason() == Reason.INCOMPATIBLE_SCHEMA;
    }

    /** Adds to the verdict a field that the writer's schema lacks and that has no fix. */
    private Decoded withMissing(Decoded verdict, List<String> missing) {
        return missing.stream()
                .filter(field -> fixes.setting(field).isEmpty())
                .findFirst()
                .<Decoded>map(field -> new Decoded.Refused(Reason.INCOMPATIBLE_SCHEMA, Optional.of(field)))
                .orElse(verdict);
    }

    private Optional<SpecificRecord> decode(byte[] value) {
        try {
            return Optional.of(reader.read(value));
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    private byte[] encode(SpecificRecord record) {
        if (writer == null) {
            writer = new AvroWriter<>(topic, names, registry);
        }
        return writer.toBytes(record);
    }

    private static byte[] idOf(SpecificRecord record) {
        return ((String) record.get(record.getSchema().getField("id").pos())).getBytes(StandardCharsets.UTF_8);
    }
}
