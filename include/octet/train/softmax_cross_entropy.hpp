// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The loss of a classifier: cross entropy of the softmax of its logits.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace octet::train {

/// Summed over samples, so that it can be added up over parts of a batch.
struct classification_loss {
  double loss = 0;          ///< natural logarithm
  std::size_t correct = 0;  ///< samples whose largest logit is that of their label

  classification_loss& operator+=(const classification_loss& other) {
    loss += other.loss;
    correct += other.correct;
    return *this;
  }
};

/// Loss of labels.size() samples, and its gradient by the logits times `gradient_scale`.
///
///   loss = -log(p[label]),  p = exp(logit) / sum(exp(logits)),  d loss / d logit = p - [label]
///
/// shapes   logits and gradient (N, classes), labels (N), each below the number of classes
template <typename Real>
classification_loss softmax_cross_entropy(std::span<const Real> logits,
                                          std::span<const std::uint8_t> labels, Real gradient_scale,
                                          std::span<Real> gradient) {
  classification_loss total;
  if (labels.empty()) return total;
  const std::size_t classes = logits.size() / labels.size();
  for (std::size_t sample = 0; sample < labels.size(); ++sample) {
    const auto row = logits.subspan(sample * classes, classes);
    const auto out = gradient.subspan(sample * classes, classes);
    const auto largest = std::ranges::max_element(row);
    const Real offset = *largest;  // keeps exp() below 1
    Real sum = 0;
    for (std::size_t c = 0; c < classes; ++c) sum += out[c] = std::exp(row[c] - offset);

    const std::size_t label = labels[sample];
    total.loss += static_cast<double>(std::log(sum) + offset - row[label]);
    if (static_cast<std::size_t>(largest - row.begin()) == label) ++total.correct;
    for (Real& value : out) value *= gradient_scale / sum;
    out[label] -= gradient_scale;
  }
  return total;
}

}  // namespace octet::train
