// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Finds fields of a topic's schema that a writer's schema lacks and that have no default: the most common reason why
 * values cannot be decoded. Not thread-safe.
 */
public final class MissingFields {
    private final Schema readerSchema;
    private final SchemaRegistry registry;
    private final Map<Integer, List<String>> known = new HashMap<>();

    public MissingFields(Topic topic, SchemaRegistry registry) {
        this.readerSchema = topic.value();
        this.registry = registry;
    }

    /**
     * The missing fields in the schema of a value, in the order of the topic's schema; none if that schema is not known
     * or not a record.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     */
    public List<String> of(byte[] value) {
        if (!Framing.isFramed(value) || Framing.schemaId(value) <= 0) {
            return List.of();
        }
        int id = Framing.schemaId(value);
        List<String> missing = known.get(id);
        if (missing == null) {
            Optional<Schema> writer = registry.find(id).filter(schema -> schema.getType() == Schema.Type.RECORD);
            missing = writer.map(this::missingIn).orElse(List.of());
            known.put(id, missing);
        }
        return missing;
    }

    private List<String> missingIn(Schema writer) {
        return readerSchema.getFields().stream()
                .filter(field -> !field.hasDefaultValue() && writer.getField(field.name()) == null)
                .map(Schema.Field::name)
                .toList();
    }

    /**
     * A copy of the topic whose reader fills fields that a writer's schema lacks with these values. For reading only.
     *
     * @param values by field name; in the form of Avro's JSON defaults, so a time is in milliseconds
     */
    public static Topic filled(Topic topic, Map<String, Object> values) {
        Schema schema = topic.value();
        List<Schema.Field> fields = schema.getFields().stream()
                .map(field -> values.containsKey(field.name())
                        ? new Schema.Field(field.name(), field.schema(), field.doc(), values.get(field.name()))
                        : new Schema.Field(field, field.schema()))
                .toList();
        Schema filled = Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
        schema.getObjectProps().forEach(filled::addProp);
        return new Topic(
                topic.shortName(),
                filled,
                topic.key(),
                topic.purpose(),
                topic.sharded(),
                topic.settings(),
                topic.minimums(),
                topic.limits());
    }
}
