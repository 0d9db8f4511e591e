// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.question.Access;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs questions: a few at once, others wait for a moment, the rest are asked to come back; one that takes too long is
 * cancelled. Thread-safe.
 */
final class QuestionRunner {
    /** Questions that wait for each one that is answered: every one of them holds a thread. */
    private static final int WAITING = 4;

    private final Limits limits;
    private final ScheduledExecutorService timer;
    private final Semaphore turns;
    private final Semaphore places;

    QuestionRunner(Limits limits, ScheduledExecutorService timer) {
        this.limits = limits;
        this.timer = timer;
        turns = new Semaphore(limits.questions(), true);
        places = new Semaphore(limits.questions() * (1 + WAITING));
    }

    Reply run(Responder responder, Map<String, String> parameters, Access access) {
        if (!places.tryAcquire()) {
            throw tooMany();
        }
        try {
            awaitTurn();
            try {
                return answer(responder, parameters, access);
            } finally {
                turns.release();
            }
        } finally {
            places.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(limits.queueing().toNanos(), TimeUnit.NANOSECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.busy("the server stops");
        }
    }

    private Reply answer(Responder responder, Map<String, String> parameters, Access access) {
        Deadline deadline = new Deadline();
        Future<?> alarm = timer.schedule(deadline::pass, limits.answering().toNanos(), TimeUnit.NANOSECONDS);
        try {
            return responder.answer(new Ask(parameters, access, deadline, limits.rows()));
        } catch (RuntimeException e) {
            if (deadline.end()) {
                throw Problem.busy("the question took longer than "
                        + limits.answering().toSeconds() + " s and was cancelled; ask for less at once");
            }
            throw e;
        } finally {
            deadline.end();
            alarm.cancel(false);
        }
    }

    private Problem tooMany() {
        return Problem.busy("too many questions at once; ask again later");
    }
}
