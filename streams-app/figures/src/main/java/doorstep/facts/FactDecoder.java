// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import doorstep.decode.DecodeLimits;
import doorstep.decode.Decoded;
import doorstep.decode.Decoder;
import doorstep.decode.Decoders;
import doorstep.wire.AvroReader;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Judges and decodes records of the input topics as the pipeline did. Not thread-safe. */
public final class FactDecoder {
    /** What one input needs. */
    private record Input(Topic topic, Decoder<?> decoder, AvroReader<SpecificRecord> values) {}

    private final Map<String, Input> inputs = new HashMap<>(); // by full name
    private final RefusedPlaces refused;

    /** @param refused not accepted, whatever the registry says today */
    public FactDecoder(TopicNames names, SchemaRegistry registry, DecodeLimits limits, RefusedPlaces refused) {
        this.refused = refused;
        for (Topic topic : Topics.inputs()) {
            Decoder<?> decoder = Decoders.of(topic, registry, limits);
            inputs.put(names.of(topic), new Input(topic, decoder, new AvroReader<>(topic, registry)));
        }
    }

    /** Empty for a record that is refused. */
    public Optional<Fact> decode(ConsumerRecord<byte[], byte[]> record) {
        if (refused.contains(record.topic(), record.partition(), record.offset())) {
            return Optional.empty();
        }
        Input input = inputs.get(record.topic());
        Decoded verdict = input.decoder()
                .parse(record.key(), record.value(), record.partition(), Math.max(0, record.timestamp()));
        return verdict instanceof Decoded.Accepted accepted
                ? Optional.of(new Fact(
                        input.topic(),
                        record.partition(),
                        record.offset(),
                        Math.max(0, record.timestamp()),
                        new String(record.key(), StandardCharsets.UTF_8),
                        accepted.version(),
                        accepted.event()))
                : Optional.empty();
    }

    /**
     * All fields of an accepted record, withdrawn or not; empty for a null value.
     *
     * @throws IllegalArgumentException if the record is not an accepted one
     */
    public Optional<SpecificRecord> content(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null
                    ? Optional.empty()
                    : Optional.of(inputs.get(record.topic()).values().read(record.value()));
        } catch (UnreadableException e) {
            throw new IllegalArgumentException("a refused record", e);
        }
    }
}
