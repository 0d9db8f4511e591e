package doorstep.registry;

import doorstep.config.AppConfig;
import doorstep.wire.BundledSchemas;
import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaRegistry;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.common.KafkaException;

/**
 * Schemas of the jar, and those that the topic {@code doorstep.schemas} of the cluster holds; the topic is first read
 * when an id is not of the jar. Needs no server. Thread-safe.
 */
public final class TopicSchemas implements SchemaRegistry, AutoCloseable {
    private final AppConfig config;
    private final BundledSchemas bundled = new BundledSchemas();
    private Registry registry;

    public TopicSchemas(AppConfig config) {
        this.config = config;
    }

    /** Only for schemas of the jar: their ids follow from their text. */
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
