// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.io.IOException;
import java.sql.SQLException;

/**
 * Keeps the log of commits small. SQLite moves commits to the file, and begins the log anew once nobody reads in it; with
 * one question after the other somebody always does. So new snapshots wait for a moment once the log is long, while the
 * last of it is moved. A snapshot that stays open longer than 2 s makes it longer.
 */
final class WalLimit {
    /** A longer log saves writes of pages that change again; a shorter one saves room, and time in which others wait. */
    static final long BYTES = 64 << 20;

    private static final long PATIENCE_MS = 2_000;

    private final StoreFiles files;
    private final Session session;
    private final SnapshotPool pool;
    private final long bytes;
    private long limit;

    /**
     * @param session that writes
     * @param bytes beyond which the log begins anew
     */
    WalLimit(StoreFiles files, Session session, SnapshotPool pool, long bytes) {
        this.bytes = bytes;
        limit = bytes;
        this.files = files;
        this.session = session;
        this.pool = pool;
    }

    /** To be called after each commit. */
    void keep() throws IOException, SQLException {
        long now = files.walBytes();
        if (now >= limit) {
            session.execute("pragma wal_checkpoint(passive)"); // most of it, beside those that read
            boolean done = pool.runAlone(PATIENCE_MS, () -> session.execute("pragma wal_checkpoint(truncate)"));
            limit = done ? bytes : now + bytes;
        }
    }
}
