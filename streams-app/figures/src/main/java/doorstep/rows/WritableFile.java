// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The file, opened by the one session that writes.
 *
 * @param positions where reading goes on
 */
record WritableFile(Session session, RowWriter writer, Map<TopicPartition, Position> positions) {
    /**
     * Opens what is there, or begins anew.
     *
     * @param before what became of the last owner
     * @param warn is told why a file that was there is not used
     */
    static WritableFile open(StoreFiles files, StoreLock.Before before, String cluster, Consumer<String> warn)
            throws IOException, SQLException {
        Optional<String> fault = files.fault(before);
        if (fault.isEmpty() && files.exist()) {
            Session session = null;
            try {
                session = Session.writing(files.database());
                fault = Schema.fault(session, cluster);
                if (fault.isEmpty()) {
                    Schema.dropStaged(session);
                    return read(session);
                }
                session.close();
            } catch (SQLException | RuntimeException e) {
                close(session, e);
                fault = Optional.of(damageOf(e));
            }
        }
        fault.ifPresent(why -> warn.accept(files.database() + " " + why + "; its rows are read again from the topics"));
        return create(files, cluster);
    }

    private static String damageOf(Exception e) throws SQLException {
        if (e instanceof SQLException failure && !StoreFiles.isDamage(failure)) {
            throw failure;
        }
        return "is damaged (" + e.getMessage() + ")";
    }

    private static WritableFile create(StoreFiles files, String cluster) throws IOException, SQLException {
        files.createAnew();
        Session session = Session.writing(files.database());
        try {
            Schema.create(session, cluster);
            return read(session);
        } catch (SQLException e) {
            close(session, e);
            throw e;
        }
    }

    private static WritableFile read(Session session) throws SQLException {
        RowWriter writer = RowWriter.load(session);
        return new WritableFile(session, writer, writer.positions());
    }

    private static void close(Session session, Exception cause) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
