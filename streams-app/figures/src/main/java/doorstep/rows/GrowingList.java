// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A list that one thread adds to while others read what was there when they began. */
final class GrowingList<T> implements Iterable<T> {
    private volatile Object[] items = new Object[4];
    private volatile int size; // written after the items, so that whoever reads it sees them

    void add(T item) {
        int index = size;
        if (index == items.length) {
            items = Arrays.copyOf(items, 2 * index);
        }
        items[index] = item;
        size = index + 1;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    T get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return (T) items[index];
    }

    @Override
    public Iterator<T> iterator() {
        int end = size;
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < end;
            }

            @Override
            public T next() {
                if (next == end) {
                    throw new NoSuchElementException();
                }
                return get(next++);
            }
        };
    }
}
