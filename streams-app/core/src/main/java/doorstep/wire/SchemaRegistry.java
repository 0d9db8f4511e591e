// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.util.Optional;
import org.apache.avro.Schema;

/** A schema registry: schemas by id, as the Confluent wire format needs them. */
public interface SchemaRegistry {
    /**
     * The id of a schema, which is first registered under a subject ({@code <topic>-value}) if necessary.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     * @throws RegistryRefusedException if it does not accept the schema
     */
    int register(String subject, Schema schema);

    /**
     * The schema with this id; empty if there is none.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     */
    Optional<Schema> find(int id);

    /** The name of the registry in messages. */
    default String name() {
        return "the schema registry";
    }
}
