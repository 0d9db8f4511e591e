// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sessions that read, a few at the same time. Who wants one more waits. */
final class SnapshotPool implements AutoCloseable {
    /** More than the cores that such a machine has; each has a cache of its own. */
    static final int SIZE = 4;

    private static final long CLOSE_PATIENCE_MS = 10_000;

    private final StoreFiles files;
    private final Semaphore free = new Semaphore(SIZE, true); // fair, or who wants all of them would never get them
    private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    SnapshotPool(StoreFiles files) {
        this.files = files;
    }

    /** @throws StoreException if the thread is interrupted, or the store was closed */
    Session take() throws SQLException {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.cancelled(e);
        }
        try {
            return idleOrNew();
        } catch (SQLException | RuntimeException | Error e) {
            free.release();
            throw e;
        }
    }

    private Session idleOrNew() throws SQLException {
        if (closed) {
            throw files.unusable("was closed", null);
        }
        Session session = idle.poll(); // the one used last is on top, and its cache is warm
        return session == null ? Session.reading(files.database()) : session;
    }

    void giveBack(Session session) {
        idle.push(session);
        free.release();
    }

    /** After a failure, of which nobody knows what it left behind. */
    void discard(Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            // it failed before
        } finally {
            free.release();
        }
    }

    /**
     * Does some work while nobody reads. New readers wait until it is done.
     *
     * @return false if others read for so long that nothing was done
     */
    boolean runAlone(long patienceMs, Session.Work work) throws SQLException {
        try {
            if (!free.tryAcquire(SIZE, patienceMs, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            work.run();
            return true;
        } finally {
            free.release(SIZE);
        }
    }

    /** Waits for those that read, up to 10 s; then their sessions stay open. */
    @Override
    public void close() throws SQLException {
        closed = true;
        runAlone(CLOSE_PATIENCE_MS, () -> {});
        for (Session session = idle.poll(); session != null; session = idle.poll()) {
            session.close();
        }
    }
}
