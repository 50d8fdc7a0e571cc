// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Runs a model that the compiler has planned over a few samples: says what it sees, what that
// costs, and whether the outputs are those of the host.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "board.hpp"
#include FIRMWARE_DATA  // firmware::model, samples, expected: digits.hpp, or made by embed.cmake
#include "octet/kernels/backend/device.hpp"
#include "octet/pipeline/static_model.hpp"

namespace {

constexpr auto net =
    octet::static_model<firmware::model, std::remove_const_t<decltype(octet::ops::all)>,
                        octet::device_backend>;
static_assert(net.model().inputs().size() == 1 && net.model().outputs().size() == 1);

template <octet::tensor_type Type>
using element = std::conditional_t<
    Type == octet::tensor_type::int8, std::int8_t,
    std::conditional_t<Type == octet::tensor_type::uint8, std::uint8_t,
                       std::conditional_t<Type == octet::tensor_type::int16, std::int16_t, float>>>;
using input_type = element<net.model().tensor(net.model().inputs()[0]).type>;
using output_type = element<net.model().tensor(net.model().outputs()[0]).type>;

std::remove_const_t<decltype(net)>::memory memory;

/// Number i of things that lie one after another.
std::span<const std::byte> at(std::span<const std::uint8_t> all, std::size_t i, std::size_t bytes) {
  return std::as_bytes(all.subspan(i * bytes, bytes));
}

void print_costs() {
  board::print("model ");
  board::print(static_cast<std::uint32_t>(net.constants().size()));
  board::print(" bytes, arena ");
  board::print(net.arena_bytes);
  board::print(", stack ");
  board::print(board::deepest_stack());
  board::print("\n");
}

}  // namespace

int main() {
  const auto input = std::as_writable_bytes(net.input<input_type>(memory));
  const auto output = net.output<output_type>(memory);
  const auto output_bytes = std::as_bytes(output);
  const board::instruction_counter instructions;
  // A model without samples runs once, over zeros.
  constexpr bool has_samples = !firmware::samples.empty();
  constexpr bool compares = !firmware::expected.empty();
  static_assert(!compares || firmware::expected.size() / decltype(output_bytes)::extent ==
                                 firmware::samples.size() / decltype(input)::extent,
                "every sample needs an expected output");
  const std::uint32_t samples = has_samples ? firmware::samples.size() / input.size() : 1;
  const std::uint32_t count = std::min<std::uint32_t>(samples, FIRMWARE_COUNT);
  std::uint32_t equal = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (has_samples) std::ranges::copy(at(firmware::samples, i, input.size()), input.begin());
    octet::errc status = octet::errc::ok;
    const std::uint32_t taken = instructions.count([&] { status = net.run(memory); });
    if (status != octet::errc::ok) {
      board::print("error ");
      board::print(static_cast<std::uint32_t>(status));
      board::print("\n");
      return 1;
    }
    const auto best = std::ranges::max_element(output) - output.begin();
    board::print("class ");
    board::print(static_cast<std::uint32_t>(best));
    board::print(", ");
    board::print(taken);
    board::print(" instructions\n");
    equal += compares &&
             std::ranges::equal(output_bytes, at(firmware::expected, i, output_bytes.size()));
  }
  print_costs();
  if (!compares) return 0;
  board::print(equal);
  board::print(" of ");
  board::print(count);
  board::print(" outputs are the host's\n");
  return equal == count ? 0 : 1;
}
