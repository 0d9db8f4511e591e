// SPDX-License-Identifier: Apache-2.0
package doorstep.registry;

import doorstep.config.AppConfig;
import doorstep.wire.BundledSchemas;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;

/**
 * A schema registry client that needs no server: it finds the bundled schemas and those in the cluster's topic {@code
 * doorstep.schemas}. The topic is not read until an id is not that of a bundled schema. Thread-safe.
 */
public final class TopicSchemas implements SchemaRegistry, AutoCloseable {
    private final AppConfig config;
    private final BundledSchemas bundled = new BundledSchemas();
    private Registry registry;

    public TopicSchemas(AppConfig config) {
        this.config = config;
    }

    /** Only for bundled schemas: their ids are computed from their text. */
    @Override
    public int register(String subject, Schema schema) {
        return bundled.register(subject, schema);
    }

    @Override
    public String name() {
        return "the topic of schemas";
    }

    @Override
    public synchronized Optional<Schema> find(int id) {
        Optional<Schema> known = bundled.find(id);
        if (known.isPresent()) {
            return known;
        }
        try {
            if (registry == null) {
                registry = new Registry(new TopicLog(config), config.topics());
            }
            return registry.find(id);
        } catch (RegistryFault | KafkaException e) {
            throw new RegistryUnavailableException(
                    name() + " cannot be read (schema id " + id + "): " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
