// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks up schemas for all stream threads of an instance, in the background and in parallel, and caches the answers.
 *
 * <p>A thread waits up to 3 s for look-ups in one transaction; then it gets a {@link RegistryUnavailableException} and
 * must restart from its last commit. The requests continue meanwhile, so that each attempt gets further, however slow
 * the registry and however many the ids. Thread-safe.
 */
public final class SchemaLookups implements SchemaRegistry, AutoCloseable {
    private static final Duration MOST_WAITING = Duration.ofSeconds(3);
    /** After waiting this long, a thread commits before it takes another poll batch. */
    private static final Duration LONG_WAITING = Duration.ofSeconds(1);

    private static final int AT_ONCE = 16;
    /** More than a thread can meet between two commits while it waits. */
    private static final int MOST_KNOWN = 10_000;

    private record Registration(String subject, Schema schema) {}

    private final SchemaRegistry registry;
    private final Executor executor;
    private final RegistryQuestions questions;
    private final WaitBudget budget;
    private final Map<Registration, Integer> registered = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> known = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<TopicPartition, ConcurrentMap<Integer, PartitionSchemas.Asked>> asked = new ConcurrentHashMap<>();

    public SchemaLookups(SchemaRegistry registry) {
        this(registry, threads(), MOST_WAITING);
    }

    /**
     * @param executor runs the requests to the registry
     * @param mostWaiting maximum for a thread in one transaction
     */
    public SchemaLookups(SchemaRegistry registry, Executor executor, Duration mostWaiting) {
        this.registry = registry;
        this.executor = executor;
        questions = new RegistryQuestions(executor);
        budget = new WaitBudget(mostWaiting);
    }

    private static Executor threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "schema-lookup");
                    made.setDaemon(true);
                    return made;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public String name() {
        return registry.name();
    }

    @Override
    public int register(String subject, Schema schema) {
        Registration registration = new Registration(subject, schema);
        Integer id = registered.get(registration);
        if (id != null) {
            return id;
        }
        String name = "the schema of " + subject;
        Supplier<Integer> question = () -> {
            int given = registry.register(subject, schema);
            registered.put(registration, given);
            return given;
        };
        return await(name, question, questions.ask(name, question));
    }

    @Override
    public Optional<Schema> find(int id) {
        return await(id, ask(id));
    }

    /** Starts to look up a schema. */
    CompletableFuture<Optional<Schema>> ask(int id) {
        Schema schema = known.get(id);
        return schema == null
                ? questions.ask(nameOf(id), questionOf(id))
                : CompletableFuture.completedFuture(Optional.of(schema));
    }

    private static String nameOf(int id) {
        return "schema id " + id;
    }

    private Supplier<Optional<Schema>> questionOf(int id) {
        return () -> {
            Optional<Schema> found = registry.find(id);
            found.ifPresent(schema -> keep(id, schema));
            return found;
        };
    }

    private void keep(int id, Schema schema) {
        synchronized (known) {
            known.put(id, schema);
            if (known.size() > MOST_KNOWN) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }

    Optional<Schema> await(int id, CompletableFuture<Optional<Schema>> answer) {
        return await(nameOf(id), questionOf(id), answer);
    }

    private <T> T await(String name, Supplier<T> question, CompletableFuture<T> answer) {
        try {
            return budget.await(answer);
        } catch (TimeoutException e) {
            String message = registry.name() + " has not answered yet (" + name + "); the thread waited "
                    + budget.waited().toMillis() + " ms for look-ups in this transaction";
            questions.giveUp(name, message, question);
            throw new RegistryUnavailableException(message, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegistryUnavailableException unavailable) {
                throw new RegistryUnavailableException(unavailable.getMessage(), unavailable);
            }
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            throw new IllegalStateException(registry.name() + ": " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while waiting for " + registry.name(), e);
        }
    }

    /** The look-ups for an input partition that are not committed yet; they outlive the task. */
    ConcurrentMap<Integer, PartitionSchemas.Asked> askedFor(TopicPartition partition) {
        return asked.computeIfAbsent(partition, any -> new ConcurrentHashMap<>());
    }

    /** Whether the current thread has waited so long in this transaction that it should commit. */
    public boolean shouldCommit() {
        return budget.waited().compareTo(LONG_WAITING) >= 0;
    }

    /** Called by a task whose thread is about to commit. */
    public void beforeCommit() {
        budget.renew();
    }

    /** The answers missing from the registry; empty if there are none. */
    public Optional<String> fault() {
        return questions.fault();
    }

    /** Repeats unanswered requests, without waiting for the answers. */
    public void retry() {
        questions.retry();
    }

    @Override
    public void close() {
        if (executor instanceof ExecutorService service) {
            service.shutdownNow();
        }
    }
}
