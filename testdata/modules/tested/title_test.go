// This folder has no files but tests, and these are not in it.
package tested_test

import "testing"

func TestTitle(t *testing.T) {
	if len(t.Name()) != 9 {
		t.Error(t.Name())
	}
}
