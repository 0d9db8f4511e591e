// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Sends questions to a registry in the background, each question once at a time, and remembers those without an answer.
 * Schemas in use are cached, so an unreachable registry only matters once a question is asked; health is not affected
 * before. Thread-safe.
 */
final class RegistryQuestions {
    /** Maximum faults remembered; beyond these, callers ask again by themselves. */
    private static final int MOST_FAULTS = 100;

    /** A question that was not answered, or not in time. */
    private record Fault(String message, Supplier<?> question) {}

    private final Executor executor;
    private final Map<String, CompletableFuture<?>> open = new ConcurrentHashMap<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();

    RegistryQuestions(Executor executor) {
        this.executor = executor;
    }

    /**
     * The pending answer; fails with a {@link RegistryUnavailableException}, or whatever else the question throws.
     *
     * @param name of the question; questions with the same name have the same answer
     */
    @SuppressWarnings("unchecked") // the same name is the same question
    <T> CompletableFuture<T> ask(String name, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<?> before = open.putIfAbsent(name, answer);
        if (before != null) {
            return (CompletableFuture<T>) before;
        }
        begin(name, question, answer);
        return answer;
    }

    private <T> void begin(String name, Supplier<T> question, CompletableFuture<T> answer) {
        try {
            executor.execute(() -> answer(name, question, answer));
        } catch (RejectedExecutionException e) {
            open.remove(name);
            answer.completeExceptionally(new RegistryUnavailableException("the pipeline is closed: " + name, e));
        }
    }

    private <T> void answer(String name, Supplier<T> question, CompletableFuture<T> answer) {
        try {
            T given = question.get();
            open.remove(name);
            faults.remove(name);
            answer.complete(given);
        } catch (RegistryUnavailableException e) {
            open.remove(name);
            remember(name, new Fault(e.getMessage(), question));
            answer.completeExceptionally(e);
        } catch (Throwable e) { // the waiting caller must get it
            open.remove(name);
            faults.remove(name);
            answer.completeExceptionally(e);
        }
    }

    /** Records that a caller stopped waiting for an answer, which may still come. */
    void giveUp(String name, String message, Supplier<?> question) {
        Fault fault = new Fault(message, question);
        remember(name, fault);
        if (!open.containsKey(name)) {
            faults.remove(name, fault); // the answer has just come
        }
    }

    private void remember(String name, Fault fault) {
        if (faults.size() < MOST_FAULTS || faults.containsKey(name)) {
            faults.put(name, fault);
        }
    }

    /** The missing answers; empty if every question was answered. */
    Optional<String> fault() {
        List<String> messages =
                faults.values().stream().map(Fault::message).sorted().toList();
        return messages.stream()
                .findFirst()
                .map(first -> messages.size() == 1 ? first : first + " (and " + (messages.size() - 1) + " more)");
    }

    /**
     * Repeats unanswered questions, without waiting: the task that asked may have moved to another process, and then
     * nothing here would notice that the registry is back.
     */
    void retry() {
        faults.forEach((name, fault) -> askAgain(name, fault.question()));
    }

    private <T> void askAgain(String name, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (open.putIfAbsent(name, answer) == null) {
            begin(name, question, answer);
        }
    }
}
