// SPDX-License-Identifier: Apache-2.0
/** What a row costs in a store of rows, and how long questions take: {@code doorstep bench --store}. */
package doorstep.bench.store;
