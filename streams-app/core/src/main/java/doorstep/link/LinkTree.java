// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.event.Identity;
import doorstep.event.Scale;
import doorstep.link.LinkEntry.Role;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/** Link entries in the heap. Not thread-safe. */
public final class LinkTree implements LinkStore {
    private final NavigableMap<Bytes, LinkEntry> entries = new TreeMap<>();

    @Override
    public void put(LinkEntry linkEntry) {
        entries.put(linkEntry.key(), linkEntry);
    }

    @Override
    public void remove(Bytes key) {
        entries.remove(key);
    }

    @Override
    public boolean has(Bytes key) {
        return entries.containsKey(key);
    }

    @Override
    public Optional<Bytes> firstVisit(Identity target, long from) {
        return first(LinkEntry.from(target, Role.VISIT, from), true, LinkEntry.end(target, Role.VISIT))
                .map(LinkEntry::key);
    }

    @Override
    public Optional<Bytes> before(Bytes key) {
        Bytes first = LinkEntry.first(LinkEntry.target(key), LinkEntry.role(key));
        return Optional.ofNullable(entries.lowerKey(key)).filter(it -> it.compareTo(first) >= 0);
    }

    @Override
    public Optional<Bytes> after(Bytes key) {
        return first(key, false, LinkEntry.end(LinkEntry.target(key), LinkEntry.role(key)))
                .map(LinkEntry::key);
    }

    @Override
    public Optional<LinkEntry> opening(Identity target, Optional<Bytes> after, Optional<Bytes> until) {
        Bytes from = after.map(key -> LinkEntry.withRole(key, Role.OPENS)).orElse(LinkEntry.first(target, Role.OPENS));
        Bytes to = until.map(key -> LinkEntry.withRole(key, Role.OPENS)).orElse(LinkEntry.end(target, Role.OPENS));
        return first(from, false, to);
    }

    @Override
    public Optional<LinkEntry> rating(Bytes from, Scale scale) {
        Role role = Role.of(scale);
        return first(LinkEntry.withRole(from, role), true, LinkEntry.end(LinkEntry.target(from), role));
    }

    /** All entries that open call-backs, by target and in the order in which they count. */
    public Collection<LinkEntry> openings() {
        return entries.values().stream()
                .filter(entry -> entry.opening().isPresent())
                .toList();
    }

    /** @param to inclusive: no key ends there, or one of an entry at the end of a range that includes it */
    private Optional<LinkEntry> first(Bytes from, boolean inclusive, Bytes to) {
        return Optional.ofNullable(inclusive ? entries.ceilingEntry(from) : entries.higherEntry(from))
                .filter(entry -> entry.getKey().compareTo(to) <= 0)
                .map(Map.Entry::getValue);
    }
}
