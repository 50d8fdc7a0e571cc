// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Runs a model with a rounding contract for each of its operators.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "octet/convert/executor.hpp"
#include "octet/fixed/contract.hpp"
#include "octet/model/graph.hpp"

namespace octet::convert {

/// Where an operator has something to round.
enum class contract_reach {
  nowhere,      ///< its codes are moved, compared, or computed by a rule of their own
  fixed_point,  ///< inside its own fixed point only: contracts A and B
  scales,       ///< where it brings codes to another scale: every contract
};

constexpr contract_reach contract_reach_of(builtin code) {
  switch (code) {
    case builtin::abs:
    case builtin::add:
    case builtin::batch_matmul:
    case builtin::conv_2d:
    case builtin::depthwise_conv_2d:
    case builtin::fully_connected:
    case builtin::leaky_relu:
    case builtin::mean:
    case builtin::mul:
    case builtin::prelu:
    case builtin::quantize:
    case builtin::relu:
    case builtin::relu6:
    case builtin::relu_0_to_1:
    case builtin::relu_n1_to_1:
    case builtin::squared_difference:
    case builtin::sub:
    case builtin::sum:
    case builtin::svdf:
    case builtin::transpose_conv:
    case builtin::unidirectional_sequence_lstm:
      return contract_reach::scales;
    case builtin::equal:
    case builtin::greater:
    case builtin::greater_equal:
    case builtin::l2_normalization:
    case builtin::less:
    case builtin::less_equal:
    case builtin::log_softmax:
    case builtin::logistic:
    case builtin::not_equal:
    case builtin::rsqrt:
    case builtin::softmax:
    case builtin::tanh:
      return contract_reach::fixed_point;
    default:
      return contract_reach::nowhere;
  }
}

/// The contracts that may tell on what a node computes: none where it rounds nothing, C only with
/// 16-bit codes. Whether F can hold the factors is known when the model is loaded.
std::vector<contract> contracts_of(const graph& model, const octet::node& op);

/// A model whose operators each have a contract of their own; contract A at first. Otherwise as
/// executor, with the scalar backend.
class contract_executor {
 public:
  /// file     the bytes of a .tflite model
  /// errors   convert_error: the model cannot be loaded
  explicit contract_executor(std::vector<std::uint8_t> file);
  contract_executor(contract_executor&&) noexcept;
  contract_executor& operator=(contract_executor&&) noexcept;
  ~contract_executor();

  const graph& model() const;

  /// From the next run on node i rounds by of_nodes[i]; the model's state is forgotten.
  ///
  /// returns  false where contract F cannot hold a factor: choose again before the next run
  bool choose(std::span<const contract> of_nodes);

  /// As executor's.
  std::size_t input_bytes() const;
  std::size_t output_bytes() const;
  void run_bytes(std::span<const std::uint8_t> input, std::span<std::uint8_t> output);
  void reset();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace octet::convert

#if !defined(OCTET_HOST_COMPILED)
#include "octet/convert/contract_executor_impl.hpp"
#endif
