package doorstep.ledger;

import java.util.Optional;

/** The surviving version of every id ever accepted in one input partition. Entries never expire. */
public interface Ledger {
    /** @param id as it stands in the record key */
    Optional<Entry> get(byte[] id);

    void put(byte[] id, Entry entry);
}
