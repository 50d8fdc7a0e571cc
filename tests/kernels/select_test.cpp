// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// select against the definition, all three inputs broadcast.
#include "octet/kernels/select.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/broadcast_oracle.hpp"

TEST_CASE("select takes the element that the truth names") {
  octet_test::random_tensor random(1);
  for (int round = 0; round < 500; ++round) {
    const auto s = octet_test::random_broadcast(random);
    // The third has some of the output's axes.
    octet::shape third = s.out;
    for (std::int32_t i = 0; i < third.rank; ++i) {
      if (random.between(0, 2) == 0 && third[i] != 0) third.sizes[static_cast<std::size_t>(i)] = 1;
    }
    std::vector<std::uint8_t> condition(third.count());
    for (std::uint8_t& c : condition) c = static_cast<std::uint8_t>(random.between(0, 2));
    const auto a = random.codes<std::int16_t>(s.a.count()),
               b = random.codes<std::int16_t>(s.b.count());
    std::vector<std::int16_t> out(s.out.count());
    octet::select(octet::select_args<std::int16_t>{.condition = {condition.data(), third},
                                                   .input1 = {a.data(), s.a},
                                                   .input2 = {b.data(), s.b},
                                                   .output = {out.data(), s.out}});
    int wrong = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto from = [&](const octet::shape& of) {
        return static_cast<std::size_t>(octet_test::broadcast_element(of, s.out, i));
      };
      wrong += out[i] != (condition[from(third)] != 0 ? a[from(s.a)] : b[from(s.b)]);
    }
    CAPTURE(round);
    CHECK(wrong == 0);
  }
}
