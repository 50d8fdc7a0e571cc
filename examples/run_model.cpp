// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "octet/convert/file.hpp"
#include "octet/octet.hpp"

using namespace octet::ops;
using i8 = std::int8_t;  // the operators of mnist_int8.tflite; no other kernel is linked
octet::op_list<conv_2d<i8>, max_pool_2d<i8>, fully_connected<i8>, softmax<i8>> used;
alignas(octet::arena_alignment) std::array<std::uint8_t, 16 * 1024> arena;

int main(int argc, char** argv) try {
  if (argc < 2) return std::puts("usage: run_model mnist_int8.tflite") < 0;
  const auto file = octet::convert::read_file(argv[1]);  // on a device: a constant array
  const auto model = octet::load(used, file, arena);
  if (!model) return std::puts(message(model.error().code).data()), 2;
  std::ranges::fill(model->input<i8>(0), i8{0});
  if (model->run() != octet::errc::ok) return 2;
  for (const i8 code : model->output<i8>(0)) std::printf("%d\n", code);
} catch (const std::exception& e) {  // of read_file
  return std::puts(e.what()), 2;
}
