// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.question.Access;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells clients which cells changed, at most one message a tick each. A feed calls {@link #changed}; the server calls
 * {@link #tick} once a second, or as {@link Limits#telling} says. Thread-safe.
 *
 * <p>A client that takes its messages slowly gets fewer and longer ones; if it does not take one in time, its connection
 * is closed. Whoever comes back with the last id that it saw gets what changed since, or {@code reset} if that is not
 * known any more.
 */
public final class ChangeHub {
    /** How long a client may be away. */
    private static final int HISTORY_TICKS = 300;

    private static final int HISTORY_CELLS = 50_000;
    private static final int CELLS_A_TICK = 20_000;
    private static final int CELLS_A_MESSAGE = 5_000;
    private static final int HEARTBEAT_TICKS = 5;

    /** What a client sees, from where. */
    record View(Access access, long position) {}

    private final ChangeHistory history = new ChangeHistory(HISTORY_TICKS, HISTORY_CELLS);
    private final Set<ChangedCell> pending = new LinkedHashSet<>();
    private final List<ChangeClient> clients = new ArrayList<>();
    /** Ids of another server, or of this one before its restart, mean nothing here. */
    private final String epoch = Long.toHexString(new SecureRandom().nextLong());

    private boolean tooMany;

    /** Adds changed cells to the next message. Returns at once. */
    public synchronized void changed(Collection<ChangedCell> cells) {
        if (!tooMany) {
            pending.addAll(cells);
            if (pending.size() > CELLS_A_TICK) {
                pending.clear();
                tooMany = true;
            }
        }
    }

    /** Says that anything may have changed, such as after a rebuild: every client has to ask again. */
    public synchronized void changedEverything() {
        pending.clear();
        tooMany = true;
    }

    /**
     * Adds a client.
     *
     * @param lastId the id that it saw last; empty = it comes for the first time
     * @param most how many clients there may be
     * @return false if there are as many already
     */
    synchronized boolean join(ChangeClient client, Optional<String> lastId, int most) {
        if (clients.size() >= most) {
            return false;
        }
        clients.add(client);
        client.begin(history.tick(), id());
        lastId.ifPresent(id -> client.resume(position(id)));
        return true;
    }

    /** Clients that have gone are counted until the next tick. */
    synchronized int size() {
        return clients.size();
    }

    /** Sends what changed since the call before. */
    synchronized void tick() {
        if (tooMany) {
            history.addEverything();
        } else {
            history.add(pending);
        }
        tooMany = false;
        pending.clear();
        Map<View, Optional<byte[]>> messages = new HashMap<>();
        for (Iterator<ChangeClient> each = clients.iterator(); each.hasNext(); ) {
            ChangeClient client = each.next();
            if (!client.mayGoOn()) {
                each.remove();
                client.close();
            } else if (client.isIdle()) { // else the next message will have what this one would have had
                send(client, messages.computeIfAbsent(client.view(), this::message));
            }
        }
    }

    private void send(ChangeClient client, Optional<byte[]> message) {
        long tick = history.tick();
        if (message.isPresent()) {
            client.send(tick, message.get());
        } else if (tick - client.lastSent() >= HEARTBEAT_TICKS) {
            client.send(tick, ChangeMessage.heartbeat(id()));
        } else {
            client.advanceTo(tick);
        }
    }

    /** What clients are to be told that see the same and have come as far; empty = nothing. */
    private Optional<byte[]> message(View view) {
        Optional<Set<ChangedCell>> changed =
                history.since(view.position(), cell -> view.access().covers(cell.unit()), CELLS_A_MESSAGE);
        if (changed.isEmpty()) {
            return Optional.of(ChangeMessage.reset(id()));
        }
        return changed.get().isEmpty() ? Optional.empty() : Optional.of(ChangeMessage.changes(id(), changed.get()));
    }

    private String id() {
        return epoch + "-" + history.tick();
    }

    /** The tick of an id; one that is none of ours lies before everything. */
    private long position(String id) {
        String begin = epoch + "-";
        try {
            return id.startsWith(begin) ? Long.parseUnsignedLong(id.substring(begin.length())) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
