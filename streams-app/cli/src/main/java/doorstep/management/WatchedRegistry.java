package doorstep.management;

import doorstep.wire.RegistryUnavailableException;
import doorstep.wire.SchemaRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * A registry that remembers whether its last answer came. Schemas in use are known by heart, so a registry that is away
 * hurts only when someone asks it something; nobody is called unhealthy before. Thread-safe.
 */
final class WatchedRegistry implements SchemaRegistry {
    /** A question without an answer. */
    private record Fault(String message, Supplier<?> question) {}

    private final SchemaRegistry registry;
    private final AtomicReference<Fault> fault = new AtomicReference<>();

    WatchedRegistry(SchemaRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int register(String subject, Schema schema) {
        return ask(() -> registry.register(subject, schema));
    }

    @Override
    public Optional<Schema> find(int id) {
        return ask(() -> registry.find(id));
    }

    /** What the last question ran into; empty if it was answered. */
    Optional<String> fault() {
        return Optional.ofNullable(fault.get()).map(Fault::message);
    }

    /**
     * Asks the open question again, if there is one: the task that asked may have gone to another process, and nobody
     * here would ever learn that the registry is back.
     */
    void retry() {
        Fault open = fault.get();
        if (open != null) {
            try {
                ask(open.question()); // an answer closes the case
            } catch (RegistryUnavailableException e) {
                // still away
            }
        }
    }

    private <T> T ask(Supplier<T> question) {
        try {
            T answer = question.get();
            fault.set(null);
            return answer;
        } catch (RegistryUnavailableException e) {
            fault.set(new Fault(e.getMessage(), question));
            throw e;
        }
    }
}
