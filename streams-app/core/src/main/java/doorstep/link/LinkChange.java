// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import java.util.ArrayList;
import java.util.List;

/**
 * An entry that is added, or one with the same key that is removed.
 *
 * @param linkEntry if removed, its key only
 */
public record LinkChange(LinkEntry linkEntry, boolean comes) {
    /**
     * The changes from the entries of an event's old version to those of its new one, in their order.
     *
     * @param old in the order of {@link LinkEntries}
     * @param now likewise
     */
    public static List<LinkChange> between(List<LinkEntry> old, List<LinkEntry> now) {
        if (old.isEmpty() && now.isEmpty()) {
            return List.of(); // most events have no entries
        }
        List<LinkChange> changes = new ArrayList<>();
        for (int i = old.size() - 1; i >= 0; i--) {
            if (now.stream().noneMatch(old.get(i)::saysTheSame)) {
                changes.add(new LinkChange(old.get(i), false));
            }
        }
        for (int i = 0; i < now.size(); i++) {
            if (old.stream().noneMatch(now.get(i)::saysTheSame)) {
                changes.add(new LinkChange(now.get(i), true));
            }
        }
        return changes;
    }
}
