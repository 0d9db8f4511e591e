package doorstep.wire;

import java.util.Optional;
import org.apache.avro.Schema;

/** Schemas by number, as the Confluent wire format needs them. */
public interface SchemaRegistry {
    /**
     * The id of a schema, which is registered under a subject ({@code <topic>-value}) if it was not yet.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     * @throws RegistryRefusedException if it does not take the schema
     */
    int register(String subject, Schema schema);

    /**
     * The schema with this id; empty if there is none.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     */
    Optional<Schema> find(int id);

    /** What messages call it. */
    default String name() {
        return "the schema registry";
    }
}
