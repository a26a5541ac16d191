"""allauth's steps of getting in, where the house takes one differently."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import add_email_verification_sent_message
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.stages import EmailVerificationStage
from allauth.core.exceptions import ImmediateHttpResponse


class CodeStage(EmailVerificationStage):
    """Asks for the mailed code. A limit on mails to an address is no limit on signing up with it.

    Otherwise anybody could keep an address out by signing up with it once a minute, and learn from the refusal that
    somebody else had just done so.
    """

    def handle(self) -> tuple[Any, bool]:
        try:
            answer: tuple[Any, bool] = super().handle()
        except ImmediateHttpResponse:
            if not self.login.signup:
                raise
            self.ask_without_mail()
            return get_adapter().respond_email_verification_sent(self.request, self.login.user), True
        return answer

    def ask_without_mail(self) -> None:
        """The usual page with a code that nobody knows; its button sends another one once the minute is over."""
        user, email = self.login.user, self.login.email or getattr(self.login.user, "email", "")
        process = EmailVerificationProcess(self.request, EmailVerificationProcess.initial_state(user, email), user)
        process.generate_code()
        process.persist()
        add_email_verification_sent_message(self.request, email, signup=True)
