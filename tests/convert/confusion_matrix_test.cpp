// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/convert/confusion_matrix.hpp"

#include <doctest/doctest.h>

namespace {

TEST_CASE("a confusion matrix counts by label and by what was said") {
  octet::convert::confusion_matrix m(3);
  m.see(0, 0);
  m.see(1, 2);
  m.see(1, 2);
  m.see(1, 1);
  m.see(2, 0);
  CHECK(m.classes() == 3);
  CHECK(m.at(1, 2) == 2);
  CHECK(m.at(2, 1) == 0);
  CHECK(m.of_label(0) == 1);
  CHECK(m.of_label(1) == 3);
  CHECK(m.of_label(2) == 1);
  CHECK(m.counts().size() == 4);
}

}  // namespace
