// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// expect: run takes the model's own `memory`, which has its size and alignment
#include <array>
#include <cstdint>

#include "../support/embedded_model.hpp"
#include "octet/model/ops/all.hpp"
#include "octet/pipeline/static_model.hpp"

constexpr auto net = octet::static_model<octet_test::embedded_model>;

// Too small by a byte, and aligned to one.
std::array<std::uint8_t, net.arena_bytes - 1> arena;

int main() { return static_cast<int>(net.run(arena)); }
