// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers on octet's own float kernels, of the fastest target that the machine has.
#include <memory>
#include <vector>

#include "contestant.hpp"
#include "float_layer.hpp"
#include "octet/kernels/backend/simd/float_depthwise.hpp"
#include "octet/kernels/backend/simd/float_product.hpp"
#include "octet/kernels/backend/simd/select.hpp"

namespace octet_bench {

namespace {

/// A layer with its memory.
struct prepared_floats : float_layer {
  using float_layer::float_layer;

  const octet::simd_kernels& kernels = octet::kernels_of(octet::best_target());
  std::vector<std::uint8_t> packed{};
  std::vector<std::max_align_t> scratch{};

  std::uint8_t* room_for(std::size_t bytes) {
    scratch.resize(bytes / sizeof(std::max_align_t) + 1);
    return reinterpret_cast<std::uint8_t*>(scratch.data());
  }
};

octet::simd_image image_of(const layer& l) {
  if (l.kind == "fc") {
    return {.width = l.height,
            .channels = l.inputs,
            .outputs = l.outputs,
            .window = {.y = {.output = 1}, .x = {.output = l.height}}};
  }
  return {.height = l.height,
          .width = l.width,
          .channels = l.inputs,
          .outputs = l.outputs,
          .window = l.window()};
}

runner depthwise_runner(const octet::simd_image& image, std::shared_ptr<prepared_floats> f) {
  const auto plan = octet::float_depthwise_plan::make(image);
  if (!plan) return {};
  const std::size_t bytes = plan->scratch_bytes();
  return [plan = *plan, f, room = f->room_for(bytes), bytes] {
    octet::run_float_depthwise(f->kernels, plan, f->input.data(), f->filter.data(), f->bias.data(),
                               f->output.data(), {}, {room, bytes});
  };
}

}  // namespace

runner octet_float_runner(const layer& l) {
  auto f = std::make_shared<prepared_floats>(l);
  const octet::simd_image image = image_of(l);
  if (l.kind == "dw") return depthwise_runner(image, f);
  const auto planned = octet::float_product_plan::make(image);
  if (!planned) return {};
  const octet::float_product_plan& plan = *planned;
  f->packed.resize(plan.packed_bytes());
  const auto weight_at = [&](std::size_t o, std::size_t k) {
    return f->filter[o * plan.depth() + k];
  };
  octet::pack_float_filter(plan, weight_at, f->bias.data(), f->packed);
  auto* const room = reinterpret_cast<float*>(f->room_for(plan.scratch_bytes()));
  return [plan, f, room] {
    octet::run_float_product(f->kernels, plan, f->input.data(),
                             octet::simd_float_output::dense(f->output.data(), plan.image), {},
                             f->packed, room);
  };
}

}  // namespace octet_bench
