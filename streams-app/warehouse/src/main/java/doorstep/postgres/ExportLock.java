// SPDX-License-Identifier: Apache-2.0
package doorstep.postgres;

import doorstep.export.ExportException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The right to export into a schema: an advisory lock that a transaction holds until its end. It needs no rights, nor the
 * schema, and does not get in the way of anybody who reads.
 */
final class ExportLock {
    private ExportLock() {}

    /** @throws ExportException if another exporter has it; says which one */
    static void take(Session session) {
        long key = key(session.address().schema());
        if (session.query("select pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), key)
                .get(0)) {
            return;
        }
        List<String> holders = session.query(
                "select format('process %s%s%s', l.pid, ' of ' || host(s.client_addr), ' since ' || s.xact_start)"
                        + " from pg_locks l left join pg_stat_activity s using (pid)"
                        + " where l.locktype = 'advisory' and l.granted and l.objsubid = 1"
                        + " and l.database = (select oid from pg_database where datname = current_database())"
                        + " and l.classid::bigint << 32 | l.objid::bigint = ?",
                row -> row.getString(1), key);
        throw ExportException.passing(session.address() + ": another exporter is at work"
                + (holders.isEmpty() ? "" : ", " + holders.get(0)) + "; nothing was exported");
    }

    /** Waits until nobody has it: until every other export has been committed or has failed. */
    static void await(Session session) {
        session.execute("set local lock_timeout = '90s'"); // connections that are gone are noticed earlier
        session.query(
                "select pg_advisory_xact_lock(?)",
                row -> null,
                key(session.address().schema()));
    }

    private static long key(String schema) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256")
                            .digest(("doorstep export " + schema).getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
