// SPDX-License-Identifier: Apache-2.0
package doorstep.ledger;

import doorstep.event.Identity;
import java.util.Optional;

/** Keeps the surviving version of every id ever accepted in one input partition. Entries never expire. */
public interface Ledger {
    Optional<Entry> get(Identity id);

    void put(Identity id, Entry entry);
}
